"""Serving: addresses, the port, the word that it is open, and its QR code."""

from __future__ import annotations

import socket

import pytest
from starlette.testclient import TestClient

from experiments.classroom.app import code_of
from experiments.classroom.asked import scale_for
from experiments.classroom.serve import Wanted, _announce, bound, hosts_of
from experiments.command import INVALID, main
from simulation import InputError, load


def test_a_port_that_is_taken_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(InputError, match="--port"):
            bound("127.0.0.1", taken.getsockname()[1])
    assert main(["classroom", "--system", "nowhere"]) == INVALID
    assert "nowhere" in capsys.readouterr().err


def test_only_own_names_are_hosts() -> None:
    assert set(hosts_of(8765, [])) == {"127.0.0.1:8765", "localhost:8765", "[::1]:8765"}
    assert "10.0.0.7:8765" in hosts_of(8765, ["10.0.0.7"])


@pytest.mark.parametrize(("lang", "word"), [("en", "OPEN TO THE NETWORK"), ("es", "ABIERTO A LA RED")])
def test_an_open_server_says_so_and_shows_its_token(lang: str, word: str, capsys: pytest.CaptureFixture[str]) -> None:
    _announce(load("rfcmh"), Wanted({}, open=True, lang=lang), 8765, "tok")
    said = capsys.readouterr().out
    assert word in said and "/?open=tok" in said and "█" in said
    _announce(load("rfcmh"), Wanted({}, lang=lang), 8765, "")
    assert "http://127.0.0.1:8765/" in (said := capsys.readouterr().out) and word not in said


def test_the_page_shows_a_code_only_of_an_open_server(neighbourhood: TestClient) -> None:
    assert neighbourhood.get("/api/address").json() == {"open": False, "address": "", "qr": ""}
    assert code_of("http://10.0.0.7:8765/?open=tok").startswith("data:image/svg+xml")


def test_small_places_are_lived_whole() -> None:
    assert scale_for(load("rfcmh")) == 1.0 and 0 < scale_for(load("peru")) < 0.02
