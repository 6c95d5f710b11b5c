"""`chronicle`, to be run in a process of its own by tests."""

from chronicle.cli import run

if __name__ == "__main__":
    run()
