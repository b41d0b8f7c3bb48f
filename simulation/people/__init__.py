"""Who lives here: the columns of every kind of agent and the Mesa agent, side by side."""
