"""The classroom: a teaching app in the browser, served by ``minga classroom``."""
