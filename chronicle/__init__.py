"""The front door: command line and configuration. It joins `snapshot` and `generator`."""
