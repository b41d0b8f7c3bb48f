// A question that the facilitator asks everybody: it stands above every screen until it is answered or withdrawn.

import { say } from "./a11y.js";
import { h, replace } from "./dom.js";
import { t } from "./i18n.js";
import { send } from "./outbox.js";
import { on, state } from "./state.js";

const CHOICES = ["yes", "no", "unsure"];
let answered = "";

/** The strip with the question; empty while nothing is asked. */
export function ballot() {
  const strip = h("section", { class: "ballot", hidden: true, "aria-label": t("vote.asked") });
  const show = () => {
    const { room } = state;
    // a vote of a lesson's step is cast there
    const question = state.seat && room?.question && room.question !== `${room.lesson} ${room.step}` ? room.question : "";
    const open = Boolean(question) && question !== answered;
    if (strip.hidden === !open && strip.dataset.asked === question) return;
    strip.hidden = !open;
    strip.dataset.asked = question || "";
    if (!open) return;
    replace(strip, h("strong", {}, question), CHOICES.map((choice) => h("button", {
      type: "button",
      onclick: () => {
        send("vote", { question, choice }).then((there) => { answered = question; say(t(there ? "vote.sent" : "vote.waits")); show(); }, (error) => say(error.message));
      },
    }, t(`vote.${choice}`))));
    say(`${t("vote.asked")}: ${question}`);
  };
  show();
  return { strip, leave: on(["room", "seat"], show) };
}
