"""The tests of Engage, one folder a part; `tests.peers` starts the real programs they talk to."""
