"""File numbers with what cites them around them, as people paste them."""

import pytest

from archive.filing import several_numbers, without_surroundings

REFUGEES = "840.48 Refugees/5425"


@pytest.mark.parametrize(
    "typed",
    [
        f"RG 59, {REFUGEES}",
        f"Record Group 59, {REFUGEES}",
        f"R.G. 59: {REFUGEES}",
        f"{REFUGEES}, RG 59",
        f"{REFUGEES}, RG 59, NARA",
        f"{REFUGEES} NARA",
        f"NARA, RG 59, Central Decimal File 1940–44, {REFUGEES}",
        f"NARA II, RG 59, CDF, 1940–44, Box 2995, {REFUGEES}",
        f"National Archives and Records Administration (NARA), College Park, MD, RG 59, {REFUGEES}",
        f"{REFUGEES}, CDF, RG 59, National Archives, College Park, Maryland.",
        f"Department of State file {REFUGEES}",
        f"U.S. Department of State, {REFUGEES}",
        f"Records of the Department of State, RG 59, {REFUGEES}",
        f"Tel. 1020, {REFUGEES}",
        f"telegram no. 1020, {REFUGEES}",
        f"{REFUGEES}: Telegram",
        f"{REFUGEES} Confidential",
        f"{REFUGEES}, Top Secret",
        f"Secret, {REFUGEES}, NARA",
        f"[{REFUGEES}]",
        "840.48 Refugees⁄5425",
        "840.48 Refugees∕5425",
        "840.48 Refugees／5425",
    ],
)
def test_what_cites_is_taken_away(typed):
    assert without_surroundings(typed) == REFUGEES


@pytest.mark.parametrize(
    "typed",
    [
        "840.48 Refugees Evian",
        "RG 59",
        "secret files",
        "Evian 840.48",
        "611.51G/5-354 secret negotiations",
        "NARA",
        "",
        "state secret",
    ],
)
def test_words_to_search_for_stay(typed):
    assert without_surroundings(typed) == typed


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("711.5800/4–2155; 711.5800/4–2255", ["711.5800/4-2155", "711.5800/4-2255"]),
        ("840.48 Refugees/5425 and 501.BC Indonesia/8–2049, RG 59", [REFUGEES, "501.BC Indonesia/8-2049"]),
        ("RG 59, 840.48 Refugees/5425, RG 59, 840.48 Refugees/5426", [REFUGEES, "840.48 Refugees/5426"]),
        ("840.48 Refugees/5425", []),
        ("840.48 Refugees/5425 oil 501.BC Indonesia/8–2049", []),
        ("891.00–891.51", []),
        ("oil and gas", []),
    ],
)
def test_several_numbers(typed, numbers):
    assert [number.normal for number in several_numbers(typed)] == numbers
