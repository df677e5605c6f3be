"""The checkouts of the official code that are timed."""
import os
import shlex
from typing import NamedTuple


class CheckoutError(Exception):
    """A checkout is missing or is not what it should be."""


class Checkout(NamedTuple):
    """A repository, the commit whose interface the cases know, the folder it is looked for in, and a file that is used."""

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
    """Paths of the checkouts by the name of their folders. An error names all that are missing, and the commands that bring them."""
    missing = [each for each in CHECKOUTS if not os.path.isfile(os.path.join(folder, each.folder, each.file))]
    if missing:
        raise CheckoutError("\n".join(
            [f"--checkouts {folder} lacks official code:"]
            + [_remedy(each, shlex.quote(os.path.join(folder, each.folder))) for each in missing]))
    return {each.folder: os.path.abspath(os.path.join(folder, each.folder)) for each in CHECKOUTS}


def _remedy(checkout, path):
    clone = f"git clone {checkout.repository} {path} && git -C {path} checkout {checkout.commit}"
    return f"  {checkout.folder}/{checkout.file} is missing: {clone}"
