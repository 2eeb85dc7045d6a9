import argparse

from korzo.kit.errors import Refused
from korzo.project.cli import SHOPS, community_file, shop_files


def run(options: argparse.Namespace) -> int:
    """Files of a shop, or a community: told by the first word."""
    if options.shop not in SHOPS:
        return community_file.run(options)
    if not options.folder:
        raise Refused(f"Please say the folder with the files: korzo import {options.shop} DIR")
    return shop_files.run(options)
