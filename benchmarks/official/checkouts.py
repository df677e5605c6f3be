"""Finds the checkouts of the official code that is timed."""
import os
import shlex
from typing import NamedTuple


class CheckoutError(Exception):
    """A checkout or a file of it is missing."""


class Checkout(NamedTuple):
    """Folder of a checkout below --checkouts, its repository, the commit that the cases were written for, and a file to check for."""

    folder: str
    repository: str
    commit: str
    file: str


CHECKOUTS = (
    Checkout("s4", "https://github.com/state-spaces/s4", "e757cef57d", "models/s4/s4.py"),
    Checkout("mamba", "https://github.com/state-spaces/mamba", "e9594ce1c7", "mamba_ssm/modules/mamba_simple.py"),
    Checkout("mambapy", "https://github.com/alxndrTL/mamba.py", "main", "mambapy/pscan.py"),
)


def find(folder):
    """Paths of the checkouts by folder name. Raises CheckoutError with all missing checkouts and the commands to get them."""
    missing = [each for each in CHECKOUTS if not os.path.isfile(os.path.join(folder, each.folder, each.file))]
    if missing:
        raise CheckoutError("\n".join(
            [f"--checkouts {folder} lacks official code:"]
            + [_remedy(each, shlex.quote(os.path.join(folder, each.folder))) for each in missing]))
    return {each.folder: os.path.abspath(os.path.join(folder, each.folder)) for each in CHECKOUTS}


def _remedy(checkout, path):
    clone = f"git clone {checkout.repository} {path} && git -C {path} checkout {checkout.commit}"
    return f"  {checkout.folder}/{checkout.file} is missing: {clone}"
