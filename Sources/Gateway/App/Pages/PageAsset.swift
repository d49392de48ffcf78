// SPDX-License-Identifier: Apache-2.0
internal import NIOCore

/// The pages' own style, scripts and mark: in the program, so that a page asks nobody else for anything.
struct PageAsset: Sendable {
    let path: String
    let content: FixedContent

    static let all = [
        PageAsset("/assets/gateway.css", "text/css; charset=utf-8", PackageResources.gateway_css),
        PageAsset("/assets/watch.js", "text/javascript; charset=utf-8", PackageResources.watch_js),
        PageAsset("/assets/player.js", "text/javascript; charset=utf-8", PackageResources.player_js),
        PageAsset("/assets/icon.svg", "image/svg+xml", PackageResources.icon_svg),
        // Asked for by browsers that show an answer of ours which is no page.
        PageAsset("/favicon.ico", "image/svg+xml", PackageResources.icon_svg),
    ]

    private init(_ path: String, _ type: String, _ bytes: [UInt8]) {
        self.path = path
        self.content = FixedContent(ByteBuffer(bytes: bytes), type: type)
    }
}
