"""Wait until a server shows the first document, for at most two minutes: ``python first_document.py http://127.0.0.1:8000``."""

import re
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

#: Seconds. A few are enough; a busy machine needs more.
WITHIN = 120


def main(address: str) -> None:
    """Follow the first link to a paper from the home page, and print after how long its page came. Exit with 1 if it does not."""
    begun = time.monotonic()
    while True:
        try:
            home = urlopen(address, timeout=WITHIN).read().decode()
            break
        except URLError:
            if time.monotonic() - begun > WITHIN:
                sys.exit(f"Nothing answers at {address} after {WITHIN} seconds.")
            time.sleep(0.2)
    path = re.search(r'href="(/documents/[^/"]+/)"', home)
    paper = urlopen(address + path[1], timeout=WITHIN).read().decode() if path else ""
    style = re.search(r'href="(/static/[^"]+\.css)"', paper)
    if "840.48 Refugees" not in paper or not style or not urlopen(address + style[1], timeout=WITHIN).read():
        sys.exit("The home page does not lead to the first document with its styles.")
    print(f"The first document came after {time.monotonic() - begun:.1f} seconds.")


if __name__ == "__main__":
    main(sys.argv[1])
