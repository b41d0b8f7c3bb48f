"""Discovery: in which worlds does a policy do what is asked about? A box of a few inputs, judged on worlds that did not find it."""
