"""Asking a server for pages: politely, within limits, and only where one may."""

import gzip
import time

import pytest
from web_server import site

from index.fetching.client import Client, Limits, Validators
from index.fetching.errors import FetchError
from index.fetching.guard import addresses_of, check_form

PAGE = "<html><body><p>The bridge is open.</p></body></html>"


@pytest.fixture
def web():
    with site() as served:
        yield served


@pytest.fixture
def client():
    with Client(Limits(longest=100_000, seconds=2.0, pause=0.0), allow_private=True) as asking:
        yield asking


def refused(client, address) -> str:
    with pytest.raises(FetchError) as caught:
        client.get(address)
    return str(caught.value)


def test_a_page(web, client):
    page = client.get(web.put("/bridge", PAGE, etag='"1"'))
    assert page.content == PAGE.encode()
    assert page.content_type == "text/html; charset=utf-8"
    assert page.validators == Validators(etag='"1"')
    assert web.asked == ["/robots.txt", "/bridge"]
    assert web.headers["User-Agent"].startswith("Dateline/")


def test_a_page_that_has_not_changed_is_none(web, client):
    address = web.put("/bridge", PAGE, etag='"1"')
    assert client.get(address, known=Validators(etag='"1"')) is None
    assert client.get(address, known=Validators(etag='"0"')) is not None


def test_redirects_are_followed_and_counted(web, client):
    address = web.put("/old", "", status=301, headers={"Location": "/bridge#top"})
    web.put("/bridge", PAGE)
    assert client.get(address).address == f"{web.address}/bridge"
    around = web.put("/around", "", status=302, headers={"Location": "/around"})
    assert refused(client, around) == "it redirects more than 5 times"


def test_robots_are_obeyed(web, client):
    web.put("/robots.txt", "User-agent: *\nDisallow: /private\nAllow: /\n", kind="text/plain")
    assert client.get(web.put("/bridge", PAGE))
    assert "robots.txt" in refused(client, web.put("/private/bridge", PAGE))
    moved = web.put("/moved", "", status=302, headers={"Location": "/private/bridge"})
    assert "robots.txt" in refused(client, moved)
    assert web.asked.count("/robots.txt") == 1
    assert "/private/bridge" not in web.asked


def test_a_rule_for_this_program_is_obeyed(web, client):
    web.put("/robots.txt", "User-agent: Dateline\nDisallow: /*.html$\n", kind="text/plain")
    assert "robots.txt" in refused(client, web.put("/a.html", PAGE))
    assert client.get(web.put("/a.html?x=1", PAGE))


def test_where_robots_cannot_be_read_nothing_is(web, client):
    web.put("/robots.txt", "", status=503)
    assert refused(client, web.put("/bridge", PAGE)) == (
        "its robots.txt cannot be read (status 503)"
    )


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (404, "it is not there (status 404)"),
        (401, "it may not be read without a login (status 401)"),
        (429, "its server asks to come later (status 429)"),
        (500, "its server does not give it (status 500)"),
    ],
)
def test_what_a_server_does_not_give(web, client, status, reason):
    assert refused(client, web.put("/bridge", PAGE, status=status)) == reason


def test_a_page_that_is_too_long_is_not_read_to_its_end(web, client):
    assert "100,000 bytes" in refused(client, web.put("/long", b"x" * 200_000))
    packed = web.put(
        "/packed", gzip.compress(b"x" * 50_000_000), headers={"Content-Encoding": "gzip"}
    )
    assert "100,000 bytes" in refused(client, packed)


def test_a_page_that_takes_too_long_is_given_up(web, client):
    began = time.monotonic()
    assert "2 seconds" in refused(client, web.put("/slow", b"x" * 200, slow=0.1))
    assert time.monotonic() - began < 10


def test_a_host_is_left_alone_between_two_requests(web):
    with Client(Limits(longest=100_000, pause=0.3), allow_private=True) as client:
        address = web.put("/bridge", PAGE)
        began = time.monotonic()
        client.get(address)
        client.get(address)
        assert time.monotonic() - began >= 0.6


def test_a_host_that_is_not_public_is_not_asked(web):
    address = web.put("/bridge", PAGE)
    with Client(Limits(longest=100_000)) as client:
        assert "127.0.0.1, which is no public address" in refused(client, address)
    assert web.asked == []


def test_a_redirect_to_what_may_not_be_asked_is_refused(web, client):
    address = web.put("/away", "", status=302, headers={"Location": "file:///etc/passwd"})
    assert refused(client, address) == "it is not an address of the web"


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "10.1.2.3", "192.168.0.1", "169.254.169.254", "0.0.0.0"),
        *("100.64.0.1", "::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1"),
        *("2002:7f00:1::1", "224.0.0.1", "2130706433", "0x7f.1"),
    ],
)
def test_addresses_that_are_not_public(host):
    with pytest.raises(FetchError, match="no public address"):
        addresses_of(host, 80, allow_private=False)


def test_addresses_that_are_public():
    assert addresses_of("93.184.216.34", 80, allow_private=False) == ["93.184.216.34"]


@pytest.mark.parametrize(
    "address",
    ["ftp://example.org/", "https://", "https://u:p@example.org/", "http://[x/", "http://a:0/"],
)
def test_what_is_no_address_of_the_web(address):
    with pytest.raises(FetchError):
        check_form(address)


def test_a_server_that_is_not_there(client):
    assert "cannot be fetched" in refused(client, "http://127.0.0.1:9/")
