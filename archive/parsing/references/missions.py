"""Posts: which city a country's mission sat in, so that "Moscow's 935" is the Ambassador in the Soviet Union's.

Capitals and the seats of American missions, with the names of 1861 to 1980. A seat that moved is in the list under each
of its cities; a city that is no capital (a consulate's) stands for itself.
"""

from __future__ import annotations

from archive.folding import fold

_SEATS = """
Afghanistan: Kabul | Albania: Tirana | Algeria: Algiers | Argentina, Argentine Republic: Buenos Aires
| Australia: Canberra | Austria: Vienna | Austria-Hungary: Vienna | Bahrain: Manama | Bangladesh: Dacca
| Belgium: Brussels | Bolivia: La Paz | Brazil: Rio de Janeiro, Brasilia, Rio, Petropolis
| Bulgaria: Sofia | Burma: Rangoon | Cambodia: Phnom Penh | Cameroon: Yaounde | Canada: Ottawa | Ceylon: Colombo
| Chad: Fort Lamy | Chile: Santiago | China: Peking, Peiping, Nanking, Chungking, Taipei, Beijing
| Republic of China: Taipei | Formosa, Taiwan: Taipei | Colombia: Bogota
| Congo: Leopoldville, Kinshasa, Brazzaville | Costa Rica: San Jose | Cuba: Havana, Habana | Cyprus: Nicosia
| Czechoslovakia: Prague, Praha | Dahomey: Cotonou | Denmark: Copenhagen
| Dominican Republic: Santo Domingo, Ciudad Trujillo | Ecuador: Quito
| Egypt, United Arab Republic: Cairo | El Salvador: San Salvador | Estonia: Tallinn | Ethiopia: Addis Ababa
| Finland: Helsinki, Helsingfors | France: Paris, Vichy | Gabon: Libreville
| Germany: Berlin, Bonn | Federal Republic of Germany: Bonn | Ghana: Accra | Great Britain, United Kingdom, England: London
| Greece: Athens | Guatemala: Guatemala City, Guatemala | Guinea: Conakry | Guyana: Georgetown | Haiti: Port-au-Prince
| Honduras: Tegucigalpa | Hungary: Budapest | Iceland: Reykjavik | India: New Delhi, Delhi
| Indonesia: Djakarta, Jakarta | Netherlands East Indies: Batavia | Iran, Persia: Tehran, Teheran | Iraq: Baghdad
| Ireland: Dublin | Israel: Tel Aviv | Italy: Rome | Ivory Coast: Abidjan | Jamaica: Kingston | Japan: Tokyo
| Jordan, Transjordan: Amman | Kenya: Nairobi | Korea, Republic of Korea: Seoul, Pusan | Kuwait: Kuwait | Laos: Vientiane
| Latvia: Riga | Lebanon: Beirut | Liberia: Monrovia | Libya: Tripoli | Lithuania: Kaunas | Luxembourg: Luxembourg
| Malaya, Malaysia: Kuala Lumpur | Mali: Bamako | Mexico: Mexico City, Mexico | Morocco: Rabat, Tangier
| Nepal: Kathmandu, Katmandu | Netherlands: The Hague, Hague | New Zealand: Wellington | Nicaragua: Managua
| Niger: Niamey | Nigeria: Lagos | Norway: Oslo, Christiania | Pakistan: Karachi, Islamabad, Rawalpindi
| Panama: Panama City, Panama | Paraguay: Asuncion | Peru: Lima | Philippines, Philippine Islands: Manila
| Poland: Warsaw | Portugal: Lisbon | Romania, Rumania, Roumania: Bucharest
| Saudi Arabia: Jidda, Jedda, Riyadh | Senegal: Dakar | Sierra Leone: Freetown | Singapore: Singapore
| Somalia: Mogadiscio | South Africa, Union of South Africa: Pretoria, Cape Town
| Soviet Union, Union of Soviet Socialist Republics, USSR: Moscow, Kuibyshev
| Russia: Petrograd, St. Petersburg, Moscow | Spain: Madrid, San Sebastian | Sudan: Khartoum | Sweden: Stockholm
| Switzerland: Bern, Berne | Syria: Damascus | Tanganyika, Tanzania: Dar es Salaam | Thailand, Siam: Bangkok
| Togo: Lome | Tunisia: Tunis | Turkey: Ankara, Angora, Constantinople | Uganda: Kampala | Upper Volta: Ouagadougou
| Uruguay: Montevideo | Vatican, Holy See: Vatican, Vatican City | Venezuela: Caracas | Vietnam, Viet-Nam: Saigon
| Yemen: Taiz, Sanaa | Yugoslavia: Belgrade | Zambia: Lusaka | Zaire: Kinshasa
| United Nations, New York: USUN, New York | Berlin: Berlin
"""


def _read() -> tuple[dict[str, frozenset[str]], dict[str, str], dict[str, str]]:
    seats: dict[str, set[str]] = {}
    first: dict[str, str] = {}
    shown: dict[str, str] = {}
    for entry in _SEATS.replace("\n", " ").split("|"):
        countries, cities = (part.split(",") for part in entry.split(":"))
        names = {fold(name.strip()): name.strip() for name in [*countries, *cities]}
        main = next(iter(fold(city.strip()) for city in cities))
        for name in names:
            seats.setdefault(name, set()).update(names)
            first.setdefault(name, main)
            shown.setdefault(name, names[name])
    return {name: frozenset(others) for name, others in seats.items()}, first, shown


_SAME, _MAIN, _SHOWN = _read()
#: Cities whose missions were one after another in one country: the city itself tells them apart best.
_CITIES = frozenset(_MAIN.values())
DEPARTMENT = "department"


def names_of(place: str) -> frozenset[str]:
    """All names by which the mission at a place may be called, folded: "Moscow" gives Moscow and the Soviet Union."""
    name = fold(place).removeprefix("the ").strip()
    return (_SAME.get(name) or frozenset()) | {name} if name else frozenset()


def mission_of(names: frozenset[str]) -> str:
    """One name for a side, the same whatever name it was called by: the city of its mission, ``"department"`` or ``""``."""
    if DEPARTMENT in names:
        return DEPARTMENT
    return min((_MAIN.get(name, name) for name in names), default="", key=lambda name: (name not in _MAIN, name))


def mission_name(mission: str) -> str:
    """A post's name for people: "Moscow", "Department"."""
    if mission == DEPARTMENT:
        return "Department"
    return _SHOWN.get(mission) or mission.title()
