"""Volumes under the short names that people cite them by."""

import pytest

from archive.parsing.citations import short_title

FRUS = "Foreign Relations of the United States"


@pytest.mark.parametrize(
    ("source_id", "title", "name", "subject", "period"),
    [
        ("frus1948v05p1", f"{FRUS}, 1948, The Near East, South Asia, and Africa, Volume V, Part 1",
         "1948, V/1", "The Near East, South Asia, and Africa", "1948"),
        ("frus1952-54v12p2", f"{FRUS}, 1952–1954. East Asia and the Pacific (in two parts): Volume XII, Part 2",
         "1952–54, XII/2", "East Asia and the Pacific", "1952–1954"),
        ("frus1964-68v34", f"{FRUS}, 1964–1968, Volume XXXIV, Energy Diplomacy and Global Issues",
         "1964–68, XXXIV", "Energy Diplomacy and Global Issues", "1964–1968"),
        ("frus1969-76ve15p1", f"{FRUS}, 1969–1976, Volume E–15, Part 1, Documents on Eastern Europe, 1973–1976",
         "1969–76, E–15/1", "Documents on Eastern Europe, 1973–1976", "1969–1976"),
        ("frus1961-63v07-09mSupp", f"{FRUS}, 1961–1963, Arms Control; National Security, Volumes VII/VIII/IX, Microfiche Supplement",
         "1961–63, VII–IX supplement", "Arms Control; National Security", "1961–1963"),
        ("frus1952-54Guat", f"{FRUS}, 1952–1954, Guatemala", "1952–54, Guatemala", "", "1952–1954"),
        ("frus1944v01", f"{FRUS}: Diplomatic Papers, 1944, General, Volume I", "1944, I", "General", "1944"),
        ("letters", "Letters of a Consul, Volume I", "Letters of a Consul, Volume I", "", ""),
    ],
)  # fmt: skip
def test_a_volume_has_a_short_name_and_a_subject(source_id, title, name, subject, period):
    found = short_title(source_id, title)
    assert (found.name, found.subject, found.period) == (name, subject, period)
    assert str(found) == (f"{name}: {subject}" if subject else name)
