"""Real servers, real files: `python -m tests` runs everything that must hold before a commit."""
