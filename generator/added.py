"""What MkDocs calls to take files into the site that are not under `docs/`: a logo, a style.

The settings list them under `extra.chronicle_files`: address → where the file is, seen from the
settings, or its text. They name the digest of each file, so that another one is another site.
"""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files


def on_files(files: Files, config: MkDocsConfig) -> Files:
    here = Path(config.config_file_path).parent
    for address, told in config.extra.get("chronicle_files", {}).items():
        if "file" in told:
            path = str((here / told["file"]).resolve())
            files.append(File.generated(config, address, abs_src_path=path))
        else:
            files.append(File.generated(config, address, content=told["text"]))
    return files
