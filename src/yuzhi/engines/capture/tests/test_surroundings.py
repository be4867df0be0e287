"""What is seen of a machine is what its files say; what cannot be seen is empty."""

from yuzhi.engines.capture import surroundings
from yuzhi.engines.capture.chain import shown


def test_a_machine_says_what_it_is(tmp_path):
    for name, text in {
        "etc/os-release": 'PRETTY_NAME="Debian 12"\n', "proc/meminfo": "MemTotal:  8 kB\n", "proc/stat": "cpu 1\nbtime 1767225600\n",
        "proc/cpuinfo": "flags : fpu hypervisor\n", "etc/machine-id": "abc\n", "etc/hosts": "# none\n\n10.0.0.1 shop.example\n",
        "etc/resolv.conf": "search a\nnameserver 10.0.0.53\n", "proc/net/route": "Iface Destination Gateway\neth0 00000000 010200C0 0003\neth0 0002A8C0 0 1\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    seen = surroundings.machine(tmp_path)
    assert (seen["system"], seen["memory"], seen["inside"], seen["image"]) == ("Debian 12", "8 kB", "虚拟机", "abc")
    assert seen["started"] == "2026-01-01T00:00:00+00:00"
    assert surroundings.hosts(tmp_path) == ["10.0.0.1 shop.example"] and surroundings.resolvers(tmp_path) == ["10.0.0.53"]
    assert surroundings.gateways(tmp_path) == ["eth0 192.0.2.1"]
    (tmp_path / ".dockerenv").touch()
    assert surroundings.machine(tmp_path)["inside"] == "容器"


def test_a_machine_that_shows_nothing_is_told_without_guesses(tmp_path):
    seen = surroundings.machine(tmp_path)
    assert (seen["memory"], seen["started"], seen["image"], seen["inside"]) == ("", "", "", "看不出是虚拟机或容器")
    assert surroundings.hosts(tmp_path) == surroundings.resolvers(tmp_path) == surroundings.gateways(tmp_path) == []


def test_a_proxy_is_named_without_its_password():
    assert surroundings.proxies({"HTTPS_PROXY": "http://me:secret@proxy.example:8080", "no_proxy": "", "HOME": "/"}) == {"HTTPS_PROXY": "http://…@proxy.example"}


def test_a_server_that_shows_no_certificate_is_told_so():
    assert "没有给出证书" in shown("shop.example", "127.0.0.1", 9).fault
