"""The site as a reader meets it, in the machine's own Chromium."""
