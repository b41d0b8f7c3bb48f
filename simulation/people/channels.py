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
    Channel("social_weight", "district", 0.0, "dial", "how strongly poverty, illiteracy, language and norms hold people back; 0 not at all"),
    # peer support work
    Channel("peer_rejection", "centre", 0.0, "share", "welcome to peers as colleagues that the team lacks"),
    Channel("peer_costs_uncovered", "centre", 0.0, "share", "part of the cost of a peer's trip that nobody pays"),
    Channel("peer_underpaid", "centre", 0.0, "share", "what a peer's pay per hour lacks to a nurse's"),
    Channel("culture_gap", "centre", 0.0, "share", "recovery orientation that the centre lacks"),
    Channel("role_confusion", "centre", 0.0, "share", "what is unclear about the role of a peer"),
    Channel("untaught_weight", "centre", 0.0, "dial", "how much it matters what a peer was not taught; 0 not at all"),
    Channel("unsupervised", "centre", 0.0, "share", "supervision of peers that is not given"),
    Channel("peer_isolation", "centre", 0.0, "share", "what peers lack of a network of peers"),
    Channel("unreachable", "centre", 0.0, "share", "what is missing of peers who can be reached outside office hours"),
    Channel("rank_weight", "centre", 0.0, "dial", "how far rank decides whose help is welcome; 0 not at all"),
    # several providers
    Channel("tie_gap", "centre", 0.0, "dial", "how far a tie that providers lack matters; 0 not at all"),
    Channel("misalignment", "centre", 0.0, "share", "matters on whose approach services that begin to work together do not agree"),
    Channel("done_twice", "centre", 0.0, "share", "minutes with a user whom others serve too that do again what was done, where providers do not know each other"),
    Channel("consent_needed", "centre", 0.0, "dial", "how far sharing information needs consent; 0 not at all"),
    Channel("put_off", "centre", 0.0, "share", "people who would agree to one party, and not to all those asked for at once"),
)
