// SPDX-License-Identifier: Apache-2.0
internal import CMarkup
internal import Glibc

/// cmark-gfm: Markdown as GitHub reads it, into HTML.
struct MarkdownRenderer: ~Copyable {
    private let parser: OpaquePointer
    private static let options = CMARK_OPT_UNSAFE | CMARK_OPT_FOOTNOTES

    /// Registers the extensions once a process.
    private static let isReady: Bool = {
        cmark_gfm_core_extensions_ensure_registered()
        return true
    }()

    private init(adopting parser: OpaquePointer) { self.parser = parser }

    deinit { cmark_parser_free(self.parser) }

    /// - Parameter hasTables: Whether tables are recognised; see ``MarkdownLimits``.
    /// - Returns: HTML with the document's own HTML in it as it stood: it is parsed next, never shown.
    static func html(of text: [UInt8], hasTables: Bool) -> [UInt8] {
        guard self.isReady, let parser = cmark_parser_new(self.options) else {
            preconditionFailure("out of memory")
        }
        let renderer = MarkdownRenderer(adopting: parser)
        // Autolinks are left out: a bare address reads the same with and without a link around it.
        for name in ["strikethrough", "tasklist"] + (hasTables ? ["table"] : []) {
            guard let syntax = cmark_find_syntax_extension(name) else { continue }
            cmark_parser_attach_syntax_extension(parser, syntax)
        }
        return renderer.render(text)
    }

    private func render(_ text: [UInt8]) -> [UInt8] {
        text.withUnsafeBytes { bytes in
            cmark_parser_feed(self.parser, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count)
        }
        guard let document = cmark_parser_finish(self.parser) else { preconditionFailure("out of memory") }
        defer { cmark_node_free(document) }
        let extensions = cmark_parser_get_syntax_extensions(self.parser)
        guard let html = cmark_render_html(document, Self.options, extensions) else {
            preconditionFailure("out of memory")
        }
        defer { cmark_get_default_mem_allocator().pointee.free(html) }
        return Array(UnsafeRawBufferPointer(start: html, count: strlen(html)))
    }
}
