"""How fast the ground is, beside its peers, on one small workload and in one run on one machine."""
