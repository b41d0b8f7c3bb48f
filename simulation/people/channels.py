"""The channels of this model: where barriers and what they hinder meet."""

from __future__ import annotations

from simulation.ground.channel import Channel

CHANNELS = (
    Channel("stigma_weight", "district", 0.0, "dial", "how strongly stigma holds people back; 0 not at all"),
    Channel("lost_credit", "centre", 0.0, "share", "credit that an hour outside the office loses under the productivity rule"),
    Channel("quantity_pressure", "centre", 0.0, "dial", "how hard the supervising centre presses on the count"),
    Channel("uncovered_cost", "centre", 0.0, "share", "part of the cost of a trip that nobody reimburses"),
    Channel("short_space", "centre", 0.0, "share", "places in group sessions for which there is no room"),
    Channel("unclear_catchment", "centre", 0.0, "share", "people of other districts to whom the centre seems to be theirs"),
    Channel("missing_knowledge", "centre", 0.0, "share", "knowledge of the community model that the team lacks"),
)
