// SPDX-License-Identifier: Apache-2.0
import Domain
import Fetch
import Testing

@Suite struct `Reading an address` {
    @Test(arguments: [
        ("https://example.com/a?b=c#part", "https://example.com/a?b=c"),
        ("  https://example.com/a\n", "https://example.com/a"),
        ("HTTPS://Example.COM/A", "https://Example.COM/A"),
        ("https://example.com", "https://example.com/"),
        ("http://example.com:8080/", "http://example.com:8080/"),
        (
            "https://ja.example.org/wiki/日本語 入門?q=動画",
            "https://ja.example.org/wiki/%e6%97%a5%e6%9c%ac%e8%aa%9e%20%e5%85%a5%e9%96%80?q=%e5%8b%95%e7%94%bb"
        ),
        ("https://日本語.jp/記事", "https://xn--wgv71a119e.jp/%e8%a8%98%e4%ba%8b"),
        ("http://日本語.jp:8080/", "http://xn--wgv71a119e.jp:8080/"),
        ("https://example.com/a/../b", "https://example.com/b"),
        ("https://1.1.1.1/", "https://1.1.1.1/"),
    ])
    func `a public address is read and normalised`(text: String, url: String) throws {
        #expect(try WebAddress(text, policy: FetchPolicy()).url == url)
    }

    @Test(arguments: [
        "", " ", "example.com/a", "file:///etc/passwd", "FILE:///etc/passwd", "gopher://example.com/",
        "ftp://a.example/",
        "javascript:alert(1)", "data:text/html,hi", "dict://127.0.0.1:6379/info", "http:", "http:/",
        "http://",
        "http:///path", "https:example.com", "http:\\\\example.com", "http://?q", "http://#a",
        "http://exa mple.com/",
        "http://example.com\\@127.0.0.1/", "http://example.com\r\nHost: a/", "http://example.com/a\nb",
        "http://example.com/\u{0}", "http://user:secret@example.com/", "http://user@example.com/",
        "http://example.com@127.0.0.1/", "http://[::1", "http://[::1]extra/", "http://[not-an-address]/",
        "http://example.com:0/", "http://example.com:65536/", "http://example.com:99999999999/",
        "http://example.com:-1/", "http://example.com:http/", "http://%00/", "http:// /", "//example.com/",
    ])
    func `what is no http or https address is invalid`(text: String) {
        #expect { _ = try WebAddress(text, policy: FetchPolicy()) } throws: {
            ($0 as? JobFailure)?.code == .addressInvalid
        }
    }

    @Test(arguments: [
        "http://127.0.0.1/", "http://127.1/", "http://0x7f.1/", "http://0x7f000001/", "http://2130706433/",
        "http://017700000001/", "http://0177.0.0.01/", "http://127.0.0.1./", "http://0/", "http://0.0.0.0/",
        "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://0xA9FEA9FE/", "http://[::1]/",
        "http://[::]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[0:0:0:0:0:0:0:1]/",
        "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://[fd00:ec2::254]/",
        "http://[fe80::1%25lo]/",
        "http://%31%32%37.0.0.1/", "http://１２７.０.０.１/", "http://①②⑦.0.0.1/", "http://192.168.1.1:8080/",
    ])
    func `a private address in any spelling is refused`(text: String) {
        #expect { _ = try WebAddress(text, policy: FetchPolicy()) } throws: {
            ($0 as? JobFailure)?.code == .addressRefused
        }
    }

    @Test(arguments: [
        "http://example.com:22/", "https://example.com:25/", "http://example.com:6667/",
        "http://example.com:81/",
    ])
    func `a port of another protocol is refused`(text: String) {
        #expect { _ = try WebAddress(text, policy: FetchPolicy()) } throws: {
            ($0 as? JobFailure)?.code == .addressRefused
        }
    }

    @Test(arguments: [
        "http://127.0.0.1:81/", "http://[::1]:22/", "http://localhost:1/", "http://192.168.1.1/",
    ])
    func `a person at their own machine may name any address and port`(text: String) throws {
        var policy = FetchPolicy()
        policy.allowsPrivateAddresses = true
        #expect(try WebAddress(text, policy: policy).url == text)
    }

    @Test func `any text at all is an address or a failure`() {
        var state: UInt64 = 7
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let pieces = [
            "http", "https", "://", ":", "/", "//", "@", "[", "]", "%", "%00", "%41", ".", "..", "?", "#",
            "\\", " ", "日本", "é", "\u{202E}", "🙂", "127",
            "0x7f", "::1", "::ffff:", "65536", "-1", "xn--", "xn--a", "example.com", "\r\n", "\u{0}", "a",
            "。", "．", "１２７",
        ]
        for _ in 0..<3_000 {
            let text = "http://" + (0..<next(9)).map { _ in pieces[next(pieces.count)] }.joined()
            if let address = try? WebAddress(text, policy: FetchPolicy()) {
                #expect(!address.host.isEmpty && PortGuard.allows(address.port))
                if let bytes = IPLiteral.bytes(of: address.host) {
                    #expect(AddressGuard.refusal(of: bytes) == nil)
                }
            }
        }
    }

    @Test func `a password in an address is not repeated in the failure`() {
        #expect { _ = try WebAddress("http://me:hunter2@example.com/a", policy: FetchPolicy()) } throws: {
            ($0 as? JobFailure)?.subject == "http://example.com/a"
        }
    }

    @Test func `an address of any length ends in a page or a failure`() {
        let text = "http://example.com/" + String(repeating: "a", count: 100_000)
        #expect { _ = try WebAddress(text, policy: FetchPolicy()) } throws: {
            ($0 as? JobFailure)?.code == .addressInvalid
        }
    }
}

@Suite struct `Reading a Content-Type` {
    @Test(
        arguments: [
            ("text/html", "text/html", nil), ("Text/HTML; Charset=UTF-8", "text/html", "utf-8"),
            ("text/html;charset=\"Shift_JIS\"", "text/html", "shift_jis"),
            ("text/html; a=\"x;charset=no\"; charset='euc-jp'", "text/html", "euc-jp"),
            ("text/html; charset=", "text/html", nil),
            ("text/html ;; charset = utf-8 ", "text/html", "utf-8"),
            ("", nil, nil), ("html", nil, nil), ("/", nil, nil), ("; charset=big5", nil, "big5"),
        ] as [(String, String?, String?)])
    func `type and charset are found`(header: String, name: String?, charset: String?) {
        let type = MediaType(header: header)
        #expect(type.name == name)
        #expect(type.charset == charset)
    }
}
