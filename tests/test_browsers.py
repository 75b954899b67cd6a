"""Browsers by the names that people know them by."""

import pytest

from registry.browsers import named

CHROME = "Mozilla/5.0 ({}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{} Safari/537.36"
WINDOWS = "Windows NT 10.0; Win64; x64"
APPLE = "Mozilla/5.0 ({}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 {}"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (CHROME.format("X11; Linux x86_64", "156.0.0.0"), "Chrome 156 · Linux"),
        (CHROME.format("X11; Linux x86_64", "156.0.0.0").replace("Chrome", "HeadlessChrome"),
         "Chrome 156 · Linux"),
        (CHROME.format(WINDOWS, "138.0.0.0") + " Edg/138.0.0.0", "Edge 138 · Windows"),
        (CHROME.format("Windows NT 6.1; WOW64", "109.0.0.0"), "Chrome 109 · Windows 7"),
        (CHROME.format(WINDOWS, "122.0.0.0") + " 360SE", "360 浏览器 · Windows"),
        (CHROME.format("Linux; Android 14; V2307A", "116.0.0.0 Mobile")
         + " MicroMessenger/8.0.50 WeChat/arm64", "微信 8 · Android"),
        (CHROME.format("Linux; Android 12; HarmonyOS; NOH-AN00", "114.0.5735.196")
         + " HuaweiBrowser/15.0.4.312", "华为浏览器 15 · 鸿蒙"),
        (f"Mozilla/5.0 ({WINDOWS}; rv:140.0) Gecko/20100101 Firefox/140.0",
         "Firefox 140 · Windows"),
        (APPLE.format("iPhone; CPU iPhone OS 18_5 like Mac OS X", "Mobile/15E148 Safari/604.1"),
         "Safari 18 · iPhone"),
        (APPLE.format("Macintosh; Intel Mac OS X 10_15_7", "Safari/605.1.15"),
         "Safari 18 · macOS"),
        ("Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko",
         "IE 11 · Windows 7"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_browser_is_named_with_its_system(text, name):
    assert named(text) == name
