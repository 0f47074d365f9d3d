"""Countries and what belongs to them: ``Serbia`` and ``Serbian``.

A country can be asked for ("Which country ...?"), answers "where", and can be put in the place of
another where a question is to be altered.
"""

from __future__ import annotations

from rag.language.listing import listed

_LISTED = listed(
    """
    Afghanistan/Afghan Albania/Albanian Algeria/Algerian Angola/Angolan Argentina/Argentine
    Armenia/Armenian Australia/Australian Austria/Austrian Azerbaijan/Azerbaijani
    Bangladesh/Bangladeshi Belarus/Belarusian Belgium/Belgian Bolivia/Bolivian
    Botswana/Botswanan Brazil/Brazilian Bulgaria/Bulgarian Cambodia/Cambodian
    Cameroon/Cameroonian Canada/Canadian Chile/Chilean China/Chinese Colombia/Colombian
    Croatia/Croatian Cuba/Cuban Cyprus/Cypriot Denmark/Danish Ecuador/Ecuadorian Egypt/Egyptian
    England/English Estonia/Estonian Ethiopia/Ethiopian Finland/Finnish France/French
    Georgia/Georgian Germany/German Ghana/Ghanaian Greece/Greek Guatemala/Guatemalan
    Haiti/Haitian Honduras/Honduran Hungary/Hungarian Iceland/Icelandic India/Indian
    Indonesia/Indonesian Iran/Iranian Iraq/Iraqi Ireland/Irish Israel/Israeli Italy/Italian
    Jamaica/Jamaican Japan/Japanese Jordan/Jordanian Kazakhstan/Kazakh Kenya/Kenyan
    Kosovo/Kosovar Kuwait/Kuwaiti Latvia/Latvian Lebanon/Lebanese Libya/Libyan
    Lithuania/Lithuanian Malaysia/Malaysian Mali/Malian Malta/Maltese Mexico/Mexican
    Moldova/Moldovan Mongolia/Mongolian Montenegro/Montenegrin Morocco/Moroccan Nepal/Nepalese
    Netherlands/Dutch Nicaragua/Nicaraguan Nigeria/Nigerian Norway/Norwegian Pakistan/Pakistani
    Panama/Panamanian Paraguay/Paraguayan Peru/Peruvian Philippines/Philippine Poland/Polish
    Portugal/Portuguese Qatar/Qatari Romania/Romanian Russia/Russian Rwanda/Rwandan
    Scotland/Scottish Senegal/Senegalese Serbia/Serbian Singapore/Singaporean Slovakia/Slovak
    Slovenia/Slovenian Somalia/Somali Spain/Spanish Sudan/Sudanese Sweden/Swedish
    Switzerland/Swiss Syria/Syrian Taiwan/Taiwanese Tanzania/Tanzanian Thailand/Thai
    Tunisia/Tunisian Turkey/Turkish Uganda/Ugandan Ukraine/Ukrainian Uruguay/Uruguayan
    Venezuela/Venezuelan Vietnam/Vietnamese Wales/Welsh Yemen/Yemeni Zambia/Zambian
    Zimbabwe/Zimbabwean
    """
)

ADJECTIVE: dict[str, str] = dict(entry.split("/") for entry in sorted(_LISTED))
"""The adjective of each country."""

COUNTRIES = frozenset(ADJECTIVE)
ADJECTIVES = frozenset(ADJECTIVE.values())
