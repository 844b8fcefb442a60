"""Missions: in which city a country's mission sat, so that "Moscow's 935" is the Ambassador in the Soviet Union's.

Capitals and the seats of American missions, with the names of 1861 to 1980, and the consulates and other posts whose
telegrams *Foreign Relations* prints. A seat that moved is in the table under each of its cities.
"""

from __future__ import annotations

from archive.folding import fold

#: Countries with the cities of their missions, the usual one first. With a star: names that references do not use alone,
#: as in "Saigon 123".
_SEATS = """
Afghanistan: Kabul | Albania: Tirana* | Algeria: Algiers | Argentina, Argentine Republic: Buenos Aires
| Australia: Canberra | Austria: Vienna | Austria-Hungary: Vienna | Bahrain: Manama* | Bangladesh: Dacca
| Belgium: Brussels | Bolivia: La Paz | Brazil: Rio de Janeiro, Brasilia, Rio, Petropolis* | Bulgaria: Sofia
| Burma: Rangoon | Cambodia: Phnom Penh | Cameroon: Yaounde | Canada: Ottawa | Ceylon: Colombo | Chad: Fort Lamy*
| Chile: Santiago | China: Peking, Peiping, Nanking, Chungking, Taipei, Beijing | Republic of China: Taipei
| Formosa, Taiwan: Taipei | Colombia: Bogotá, Bogota | Congo: Leopoldville, Kinshasa, Brazzaville
| Costa Rica: San Jose | Cuba: Havana, Habana* | Cyprus: Nicosia | Czechoslovakia: Prague, Praha* | Dahomey: Cotonou*
| Denmark: Copenhagen | Dominican Republic: Santo Domingo, Ciudad Trujillo* | Ecuador: Quito
| Egypt, United Arab Republic: Cairo | El Salvador: San Salvador | Estonia: Tallinn* | Ethiopia: Addis Ababa
| Finland: Helsinki, Helsingfors* | France: Paris, Vichy* | Gabon: Libreville* | Germany: Berlin, Bonn
| Federal Republic of Germany: Bonn | Ghana: Accra | Great Britain, United Kingdom, England: London | Greece: Athens
| Guatemala: Guatemala City*, Guatemala | Guinea: Conakry | Guyana: Georgetown* | Haiti: Port-au-Prince
| Honduras: Tegucigalpa | Hungary: Budapest | Iceland: Reykjavik | India: New Delhi, Delhi
| Indonesia: Djakarta, Jakarta | Netherlands East Indies: Batavia | Iran, Persia: Tehran, Teheran* | Iraq: Baghdad
| Ireland: Dublin | Israel: Tel Aviv | Italy: Rome | Ivory Coast: Abidjan* | Jamaica: Kingston* | Japan: Tokyo
| Jordan, Transjordan: Amman | Kenya: Nairobi | Korea, Republic of Korea: Seoul, Pusan | Kuwait: Kuwait
| Laos: Vientiane | Latvia: Riga* | Lebanon: Beirut | Liberia: Monrovia | Libya: Tripoli | Lithuania: Kaunas*
| Luxembourg: Luxembourg | Malaya, Malaysia: Kuala Lumpur | Mali: Bamako | Mexico: Mexico City, Mexico*
| Morocco: Rabat, Tangier | Nepal: Kathmandu, Katmandu | Netherlands: The Hague, Hague | New Zealand: Wellington
| Nicaragua: Managua | Niger: Niamey* | Nigeria: Lagos | Norway: Oslo, Christiania*
| Pakistan: Karachi, Islamabad, Rawalpindi* | Panama: Panama City*, Panama | Paraguay: Asunción, Asuncion | Peru: Lima
| Philippines, Philippine Islands: Manila | Poland: Warsaw | Portugal: Lisbon | Romania, Rumania, Roumania: Bucharest
| Saudi Arabia: Jidda, Jedda*, Riyadh | Senegal: Dakar | Sierra Leone: Freetown* | Singapore: Singapore
| Somalia: Mogadiscio* | South Africa, Union of South Africa: Pretoria, Cape Town*
| Soviet Union, Union of Soviet Socialist Republics, USSR: Moscow, Kuibyshev*
| Russia: Petrograd*, St. Petersburg*, Moscow | Spain: Madrid, San Sebastian* | Sudan: Khartoum | Sweden: Stockholm
| Switzerland: Bern, Berne* | Syria: Damascus | Tanganyika, Tanzania: Dar es Salaam | Thailand, Siam: Bangkok
| Togo: Lome* | Tunisia: Tunis | Turkey: Ankara, Angora*, Constantinople* | Uganda: Kampala*
| Upper Volta: Ouagadougou* | Uruguay: Montevideo | Vatican, Holy See: Vatican, Vatican City* | Venezuela: Caracas
| Vietnam, Viet-Nam: Saigon | Yemen: Taiz, Sanaa | Yugoslavia: Belgrade | Zambia: Lusaka* | Zaire: Kinshasa
| United Nations, New York: USUN, New York* | Berlin: Berlin
"""

#: Other posts whose names references use alone. Each is known by its own name only.
_OTHER_POSTS = (
    "Aden", "Amoy", "Antananarivo", "Barcelona", "Bombay", "Calcutta", "Canton", "Casablanca", "Dalat", "Dhahran",
    "Frankfurt", "Geneva", "Hanoi", "Harbin", "Hong Kong", "Hue", "Isfahan", "Istanbul", "Jerusalem",
    "Johannesburg", "Lahore", "Luanda", "Madras", "Medan", "Mukden", "Munich", "Peshawar", "Shanghai", "Tabriz",
    "Tientsin", "Trieste", "Tsingtao", "Zagreb", "Zurich",
)  # fmt: skip


def _seats() -> list[tuple[list[str], list[str]]]:
    """Return the table: pairs of a country's names and its cities, with their stars."""
    rows = (row.split(":") for row in _SEATS.replace("\n", " ").split("|"))
    return [
        ([name.strip() for name in countries.split(",")], [city.strip() for city in cities.split(",")])
        for countries, cities in rows
    ]


def _names() -> tuple[dict[str, frozenset[str]], dict[str, str], dict[str, str]]:
    """Return by folded name: all names of the same mission, the folded name of its usual city, and the name as written."""
    same: dict[str, set[str]] = {}
    usual: dict[str, str] = {}
    written: dict[str, str] = {}
    for countries, starred in _seats():
        cities = [city.rstrip("*") for city in starred]
        names = {fold(name): name for name in [*countries, *cities]}
        for name in names:
            same.setdefault(name, set()).update(names)
            usual.setdefault(name, fold(cities[0]))
            written.setdefault(name, names[name])
    return {name: frozenset(others) for name, others in same.items()}, usual, written


_SAME, _USUAL, _WRITTEN = _names()
#: The posts whose name alone may be a telegram from there: "Saigon 123".
POSTS = frozenset(city for _, cities in _seats() for city in cities if not city.endswith("*")).union(_OTHER_POSTS)
#: The name of the side that is the Department of State.
DEPARTMENT = "department"


def names_of(place: str) -> frozenset[str]:
    """Return all names of the mission at a place, folded: "Moscow" gives Moscow and the Soviet Union."""
    name = fold(place).removeprefix("the ").strip()
    return (_SAME.get(name) or frozenset()) | {name} if name else frozenset()


def mission_of(names: frozenset[str]) -> str:
    """Return one name for a side, whichever of its names are in use: its mission's city, ``"department"`` or ``""``."""
    if DEPARTMENT in names:
        return DEPARTMENT
    return min((_USUAL.get(name, name) for name in names), default="", key=lambda name: (name not in _USUAL, name))


def mission_name(mission: str) -> str:
    """Return a mission's name for people: "Moscow", "Department"."""
    if mission == DEPARTMENT:
        return "Department"
    return _WRITTEN.get(mission) or mission.title()


def post_name(names: frozenset[str]) -> str:
    """Return for people the name of the post that has one of these names; ``""`` for none."""
    return mission_name(mission_of(names)) if names else ""
