"""Headings of volumes from 1861 on, each with the parties, kind and number that are read in it."""

import pytest

from archive.parsing.headings import read_heading


def parties(side):
    return [(one.person, one.office) for one in side]


@pytest.mark.parametrize(
    ("printed", "senders", "recipients"),
    [
        # 1861–1905: names, not offices.
        ("Mr. Fish to Mr. Washburne.", [("Fish", "")], [("Washburne", "")]),
        ("Mr. de Wollant to Mr. Hay.", [("de Wollant", "")], [("Hay", "")]),
        ("Mr. Charles Denby, jr., to Mr. Gresham.", [("Charles Denby, jr", "")], [("Gresham", "")]),
        ("Señor Romero to Mr. Seward.", [("Romero", "")], [("Seward", "")]),
        ("M. Drouyn de Lhuys to M. Mercier.", [("Drouyn de Lhuys", "")], [("Mercier", "")]),
        ("Mr. Blaine, Secretary of State, to Mr. Morton.", [("Blaine", "Secretary of State")], [("Morton", "")]),
        # A title of nobility is part of the name, and no office.
        ("Earl Russell to Lord Lyons.", [("Earl Russell", "")], [("Lord Lyons", "")]),
        ("Sir Edward Thornton to Mr. Fish.", [("Sir Edward Thornton", "")], [("Fish", "")]),
        ("The Marquis of Salisbury to Mr. White.", [("Marquis of Salisbury", "")], [("White", "")]),
        ("Baron von Holstein to Mr. White", [("Baron von Holstein", "")], [("White", "")]),
        (
            "Prince Devawongse, minister for foreign affairs, to Mr. Hay",
            [("Prince Devawongse", "minister for foreign affairs")],
            [("Hay", "")],
        ),
        # But an office that begins like one is an office.
        ("The Prince Regent to President Wilson", [("", "Prince Regent")], [("Wilson", "President")]),
        ("The Lord Chancellor to Mr. Page", [("", "Lord Chancellor")], [("Page", "")]),
        # Several of one title are several people.
        ("Messrs. Hay and Choate to Lord Lansdowne", [("Hay", ""), ("Choate", "")], [("Lord Lansdowne", "")]),
        (
            "Mr. Seward to Messrs. Adams, Dayton, and Sanford.",
            [("Seward", "")],
            [("Adams", ""), ("Dayton", ""), ("Sanford", "")],
        ),
        # Ranks of two words.
        (
            "Major General Patrick J. Hurley to President Roosevelt",
            [("Patrick J. Hurley", "Major General")],
            [("Roosevelt", "President")],
        ),
        ("The Grand Vizier to the American Minister", [("", "Grand Vizier")], [("", "American Minister")]),
        (
            "Memorandum by Mr. Ada Quill, Jr., of the Policy Staff, to the Secretary of State",
            [("Ada Quill, Jr.", "Policy Staff")],
            [("", "Secretary of State")],
        ),
        (
            "Telegram From Secretary of State Vance to the Department of State and the White House",
            [("Vance", "Secretary of State")],
            [("", "Department of State"), ("", "White House")],
        ),
        (
            "Message From Soviet General Secretary Brezhnev to President Carter",
            [("Brezhnev", "Soviet General Secretary")],
            [("Carter", "President")],
        ),
        # The second party of a conversation wrote nothing and got nothing.
        (
            "Memorandum by the Secretary of State of a Conversation With the Japanese Ambassador (Nomura)",
            [("", "Secretary of State")],
            [],
        ),
        (
            "Memorandum of Conversation, by Ada Quill, Adviser to the United States Delegation at the General Assembly",
            [("Ada Quill", "Adviser to the United States Delegation at the General Assembly")],
            [],
        ),
    ],
)
def test_who_wrote_to_whom(printed, senders, recipients):
    heading = read_heading(printed)
    assert (parties(heading.senders), parties(heading.recipients)) == (senders, recipients)


@pytest.mark.parametrize(
    ("printed", "kind", "document_number"),
    [
        ("Mr. Adee to Mr. Tower (telegram).", "telegram", ""),
        ("Mr. Hay to Mr. Tower. [Telegram.]", "telegram", ""),
        ("Mr. Hay to Mr. Tower. [Telegram—Paraphrase.]", "telegram", ""),
        ("Mr. Hay to Mr. Tower. [Extract.]", "", ""),
        ("Mr. Hay to Mr. Telegram", "", ""),
        ("The Department of State to the British Embassy Aide-mémoire", "aide-mémoire", ""),
        ("No. 123. Mr. Fish to Mr. Washburne.", "", "123"),
        ("[Inclosure 1 in No. 5.—Translation.] Prince Kung to Mr. Low.", "", ""),
        ("Intelligence Note From the Director (Hughes) to Secretary of State Rusk", "note", ""),
        (
            "Memorandum by the Secretary of State of a Conversation With the Japanese Ambassador (Nomura)",
            "memorandum of conversation",
            "",
        ),
    ],
)
def test_kind_and_number(printed, kind, document_number):
    heading = read_heading(printed)
    assert (heading.kind, heading.document_number) == (kind, document_number)
    assert all(one.person or one.office for one in heading.senders)
    assert not any("[" in one.printed for one in (*heading.senders, *heading.recipients))


@pytest.mark.parametrize(
    "printed",
    [
        "Same to same.",
        "[Inclosure 1 in No. 5.]",
        "File No. 837.00/13.",
        "Belgium",
        # What goes "to" something is mostly a matter and no letter.
        "Program to Prevent Germany From Starting World War III",
        "Steps to Be Taken",
        "Proposal to Establish a Commission",
        "Appendix to the Report",
        "Aid to Greece and Turkey",
        "Threats to Peace",
        "Draft Reply to the President",
        "Translation of two paragraphs of a communication addressed to the legation of Nicaragua at Washington",
        "Notes Sent to the Embassy",
    ],
)
def test_nobody_is_read_where_nobody_is_named(printed):
    heading = read_heading(printed)
    assert heading.title_only
    assert (heading.senders, heading.recipients) == ((), ())


@pytest.mark.parametrize(
    ("printed", "kind", "senders"),
    [
        # Markings of other lengths, so that no order of their positions helps.
        ("Secret Memorandum of Conversation, by Ada Quill", "memorandum of conversation", [("Ada Quill", "")]),
        ("Draft Memorandum of Conversation, by Ada Quill", "memorandum of conversation", [("Ada Quill", "")]),
        ("Personal Memorandum of Conversation, by Ada Quill", "memorandum of conversation", [("Ada Quill", "")]),
        ("Top Secret Memorandum for the Record", "memorandum for the record", []),
        ("[Secret] Memorandum by the Minister in Peru (Quill)", "memorandum", [("Quill", "Minister in Peru")]),
        ("Top Secret Telegram From the Embassy in Peru to the King", "telegram", [("", "Embassy in Peru")]),
        ("TOP SECRET TELEGRAM FROM THE EMBASSY IN PERU TO THE KING", "telegram", [("", "Embassy in Peru")]),
        ("Unclassified Circular Telegram From the Embassy in Peru to the King", "circular telegram", [("", "Embassy in Peru")]),
        ("Limited Official Use Airgram From the Embassy in Peru to the King", "airgram", [("", "Embassy in Peru")]),
        ("Strictly Confidential Despatch No. 12 From the Minister in Peru to the King", "despatch", [("", "Minister in Peru")]),
        ("Confidential Letter From President Quill to King Moss", "letter", [("Quill", "President")]),
        ("Private and Confidential Letter From President Quill to King Moss", "letter", [("Quill", "President")]),
        ("Secret, Urgent Message From President Quill to King Moss", "message", [("Quill", "President")]),
        # Words that are part of the type stay with it.
        ("Personal Letter From President Quill to King Moss", "letter", [("Quill", "President")]),
        ("Editorial Note", "editorial note", []),
        # Markings with no type word after them are words of a title or an office.
        ("Secret Agreements", "", []),
        ("Secret Agent in Lima", "", []),
        ("Restricted Areas", "", []),
        ("Top Secret", "", []),
        ("The Confidential Letter Affair", "", []),
        ("Confidential Secretary to the President to the King", "", [("", "Confidential Secretary to the President")]),
        ("Private Secretary Quill to the King", "", [("Quill", "Private Secretary")]),
    ],
)  # fmt: skip
def test_markings_before_the_type_of_a_heading(printed, kind, senders):
    heading = read_heading(printed)
    assert (heading.kind, parties(heading.senders)) == (kind, senders)
