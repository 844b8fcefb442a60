"""Adjectives of nationality, as printed before a title in headings: "the Soviet Ambassador", "French Foreign Minister Bidault"."""

from __future__ import annotations

#: States that sent and received papers since 1861, former states included, in the spellings of their time, too.
NATIONALITIES = tuple(
    "Abyssinian Afghan Albanian Algerian American Angolan Argentine Argentinian Armenian Australian Austrian Austro-Hungarian Bavarian"
    " Belgian Bolivian Brazilian British Bulgarian Burmese Cambodian Cameroonian Canadian Chadian Chilean Chilian Chinese Colombian"
    " Congolese Cuban Cypriot Czech Czechoslovak Czechoslovakian Danish Dominican Dutch Ecuadoran Ecuadorean Ecuadorian Egyptian"
    " Estonian Ethiopian Finnish French German Ghanaian Greek Guatemalan Guinean Guyanese Haitian Hawaiian Honduran Hungarian Icelandic"
    " Indian Indonesian Iranian Iraqi Irish Israeli Italian Ivorian Jamaican Japanese Jordanian Kenyan Khmer Korean Kuwaiti Lao Laotian"
    " Latvian Lebanese Liberian Libyan Lithuanian Luxembourg Malagasy Malayan Malaysian Malian Maltese Mexican Moroccan Nepalese"
    " Netherlands Nicaraguan Nigerian Norwegian Omani Ottoman Pakistani Panamanian Paraguayan Persian Peruvian Philippine Polish"
    " Portuguese Prussian Rhodesian Romanian Roumanian Rumanian Russian Rwandan Salvadoran Salvadorean Saudi Saxon Senegalese Serbian"
    " Siamese Somali Soviet Spanish Sudanese Swedish Swiss Syrian Tanzanian Texan Thai Tibetan Tunisian Turkish Ugandan Ukrainian"
    " Uruguayan Vatican Venezuelan Vietnamese Yemeni Yugoslav Yugoslavian Zairian Zambian".split()
) + (
    "Costa Rican", "Dominican Republic", "East German", "New Zealand", "North Korean", "North Vietnamese", "Saudi Arabian",
    "South African", "South Korean", "South Vietnamese", "United Kingdom", "United States", "West German",
)  # fmt: skip

#: A pattern of any of them, the longest first.
NATIONALITY = "(?:" + "|".join(sorted(NATIONALITIES, key=len, reverse=True)).replace(" ", r"\s") + ")"
