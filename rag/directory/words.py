"""Words that say what a name is of: an organisation or a place."""

from __future__ import annotations

from index.text.words import listed

OF_ORGANISATIONS = listed(
    """
    Academy Administration Agency Airlines Airways Alliance Army Assembly Association Authority
    Bank Board Brigade Broadcasting Bureau Cabinet Center Centre Chamber Church Club Coalition
    College Commission Committee Community Company Conference Confederation Congress Consortium
    Corp Corporation Corps Council Court Department Enterprise Enterprises Exchange Federation
    Fellowship Forces Force Foundation Front Fund Government Group Guard Herald Holdings Hospital
    House Inc Industries Initiative Institute Institution Intelligence Journal Laboratory League
    List Ltd Ministry Mission Movement Museum Navy Network Networks Office Orchestra Order
    Organisation Organization Parliament Partners Party Pentagon Police Post Press Program
    Programme Protection Reserve School Secretariat Senate Service Services Society Studios System
    Systems Team Television Times Treasury Tribune Trust Union University Watch Works
    """
)
"""Words of which a name of several words has one if it is an organisation's."""
OF_PLACES = listed(
    """
    Airport Arena Avenue Balkans Basin Bay Beach Boulevard Bridge Canal Canyon Cape Castle City
    Coast County Creek Desert Dam District East Falls Forest Gulf Harbor Harbour Heights Hill Hills
    Island Islands Isles Palace Stadium Tower
    Lake Mountain Mountains North Ocean Park Peninsula Plaza Port Province Region Reservoir River
    Road Sea South Square Strait Street Territory Town Valley Village West
    """
)
"""The same for places, as the last word of them."""
BEFORE_OF = OF_ORGANISATIONS | listed(
    """
    Archdiocese Battle Bay Cape Centers Duchess Duke Emirates Gulf Isle Kingdom Republic Rule States
    Strait
    """
)
"""Words behind which "of" and "for" belong to the name: "Bank of England"."""
COMMON_BEHIND = listed(
    """
    movement party group company newspaper agency network coalition alliance militia website
    magazine broadcaster charity platform app
    """
)
"""Words in lower case behind a name, or before it, that say that it is an organisation's."""
EVENTS = listed(
    """
    Act Agreement Amendment Awards Bowl Championship Championships Change Christmas Cup Day Democrat
    Democrats Easter Election GOP Republican Republicans
    Elections Festival Games Holocaust Month Olympics Open Pact Plan Prix Protocol Season
    Series Summit Thanksgiving Treaty War Week Year
    """
)
"""Last words of names that are neither people's, organisations' nor places'."""
