"""How much a page shows: none may grow beyond what a browser opens at once."""

ALL_ROWS = 200  # tables up to which a report lists them all; beyond, only those that differ
MOST_ROWS = 500  # rows of a table
MOST_CARDS = 100  # findings with both ways out
MOST_CONDITIONS = 100  # things that stand wrong
MOST_ENTRIES = 250  # of the timeline, on each of its pages
NEWEST = 100  # events of one object
SEARCHED = 20  # reports; older ones are not searched: their words are all alike
