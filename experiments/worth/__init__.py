"""Worth: what policies cost for the health they give, and which research on the unknowns would be worth its money."""
