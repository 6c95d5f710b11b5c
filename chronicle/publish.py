"""Pages and site."""

from argparse import Namespace

from chronicle.config import Project


def site(project: Project, args: Namespace) -> int:
    return 0
