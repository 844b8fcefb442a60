"""Where things are: in a checkout, or in an installed package, which carries what a checkout has beside its modules."""

import os
from pathlib import Path

#: The folder of the packages ``archive`` and ``config``: the checkout, or the environment's folder of packages.
PACKAGES = Path(__file__).resolve().parent.parent
IS_CHECKOUT = (PACKAGES / "manage.py").is_file()
#: The folder of ``templates``, ``fixtures`` and ``seeds``; ``pyproject.toml`` puts them there in a wheel.
RESOURCES = PACKAGES if IS_CHECKOUT else PACKAGES / "config"
#: What commands are typed after.
COMMAND = "manage.py" if IS_CHECKOUT else "chancery"


def data_folder(is_checkout: bool = IS_CHECKOUT) -> Path:
    """Return the folder of the archive's data: ``CHANCERY_VAR``, or ``var`` in a checkout, or the user's own.

    The user's is ``chancery`` in ``XDG_DATA_HOME``, by the rule of the XDG Base Directory Specification: a relative one does not count.
    """
    if named := os.environ.get("CHANCERY_VAR"):
        return Path(named)
    if is_checkout:
        return PACKAGES / "var"
    home = Path(os.environ.get("XDG_DATA_HOME", ""))
    return (home if home.is_absolute() else Path.home() / ".local" / "share") / "chancery"
