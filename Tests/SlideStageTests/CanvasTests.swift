// SPDX-License-Identifier: Apache-2.0
import Canvas
import Domain
import Foundation
import Testing

@Suite struct `Setting and drawing text` {
    @Test func `a missing font is named`() {
        #expect(throws: JobFailure(.fontMissing, "No Such Font")) {
            try Fonts.require([Fonts.sans, "No Such Font"])
        }
        #expect(Fonts.isInstalled(Fonts.monospaced) && Fonts.isInstalled(Fonts.emoji))
    }

    @Test func `widths grow exactly with the size, so that type measured once is right at any size`() {
        let text = "検索拡張生成 Retrieval AVATAR"
        let small = TextLayout(text, TextStyle(sizePixels: 17)).size.width
        let large = TextLayout(text, TextStyle(sizePixels: 170)).size.width
        #expect(abs(large - 10 * small) < 0.6)
    }

    @Test func `lines cover the text and keep to the width`() {
        let text = "「吾輩は猫である。」という一文で始まる、日本文学の傑作。"
        let layout = TextLayout(text, TextStyle(sizePixels: 30), maximumWidth: 200)
        #expect(layout.lineTexts.joined() == text)
        #expect(layout.lineCount > 3 && layout.size.width <= 200)
        #expect(layout.fits(in: Size(width: 200, height: layout.size.height)))
        #expect(!layout.fits(in: Size(width: 200, height: layout.size.height - 1)))
    }

    @Test func `too many lines end in an ellipsis`() {
        let text = String(repeating: "とても長い文章です。", count: 10)
        let layout = TextLayout(text, TextStyle(sizePixels: 30), maximumWidth: 200, maximumLineCount: 2)
        #expect(layout.lineCount == 2 && layout.isEllipsized)
        #expect(!layout.fits(in: Size(width: 1000, height: 1000)))
    }

    @Test func `alignment moves lines inside the width`() throws {
        var style = TextStyle(sizePixels: 30, alignment: .right)
        let right = try #require(TextLayout("右", style, maximumWidth: 300).ink)
        style.alignment = .center
        let center = try #require(TextLayout("中", style, maximumWidth: 300).ink)
        #expect(right.maxX <= 300 && right.x >= 265)
        #expect(abs(center.midX - 150) < 3)
    }

    @Test func `a character without a glyph is found and takes no ink`() throws {
        let layout = TextLayout("a\u{E123}b", TextStyle(sizePixels: 40))
        #expect(layout.missingGlyphOffsets == [1])
        #expect(TextLayout("\u{E123}", TextStyle(sizePixels: 40)).missingGlyphCount == 1)
        let bitmap = Bitmap(width: 100, height: 60)
        bitmap.paint { $0.draw(TextLayout("\u{E123}", TextStyle(sizePixels: 40)), at: Point(x: 20, y: 0)) }
        #expect(bitmap.withBytes { $0.allSatisfy { $0 == 0 } })
    }

    @Test func `ink is where it is said to be, outline included`() throws {
        let layout = TextLayout("縁取り gy😀", TextStyle(sizePixels: 40, weight: .bold, color: .white))
        let ink = try #require(layout.ink).offset(by: 30, 20).inset(by: -7, -7)
        let bitmap = Bitmap(width: 400, height: 120)
        bitmap.paint { $0.draw(layout, at: Point(x: 30, y: 20), outline: Color(0xF2A03D), width: 5) }
        bitmap.withBytes { bytes in
            var count = 0
            for index in stride(from: 3, to: bytes.count, by: 4) where bytes[index] > 0 {
                let (x, y) = (Double(index / 4 % 400), Double(index / 4 / 400))
                count += 1
                #expect(x >= ink.x && x <= ink.maxX && y >= ink.y && y <= ink.maxY)
            }
            #expect(count > 2000)
        }
    }

    @Test func `many tasks at once draw what one draws alone`() async throws {
        @Sendable func draw(_ number: Int) throws -> Data {
            let bitmap = Bitmap(width: 200, height: 60)
            bitmap.paint { painter in
                let layout = TextLayout("並行\(number) 😀 fi", TextStyle(sizePixels: 20 + Double(number)))
                painter.draw(layout, at: Point(x: 0, y: 0))
            }
            return try bitmap.encodePNG()
        }
        let alone = try (0..<8).map(draw)
        try await withThrowingTaskGroup(of: (Int, Data).self) { group in
            for round in 0..<40 { group.addTask { (round % 8, try draw(round % 8)) } }
            for try await (number, file) in group { #expect(file == alone[number]) }
        }
    }
}

@Suite struct `Keeping and drawing pictures` {
    @Test func `a bitmap comes back from PNG as it was`() throws {
        let bitmap = Samples.picture(width: 33, height: 17)
        bitmap.paint { $0.fill(Rectangle(x: 5, y: 5, width: 9, height: 9), Color(0xFF0000, alpha: 0.5)) }
        let read = try Bitmap.decodePNG(try bitmap.encodePNG())
        #expect(read.width == 33 && read.height == 17)
        #expect(bitmap.withBytes { a in read.withBytes { b in a.elementsEqual(b) } })
    }

    @Test(arguments: ["", "hello", "\u{89}PNG\r\n\u{1A}\n"])
    func `what is no PNG or SVG is refused`(text: String) {
        #expect(throws: JobFailure.self) { try Bitmap.decodePNG(Data(text.utf8)) }
        #expect(throws: JobFailure.self) { try VectorDrawing(data: Data(text.utf8)) }
    }

    @Test func `bytes are premultiplied blue, green, red, alpha`() {
        let bitmap = Bitmap(width: 2, height: 1)
        bitmap.paint { $0.fill(Rectangle(x: 1, y: 0, width: 1, height: 1), Color(0xFF8000, alpha: 0.5)) }
        #expect(bitmap.withBytes(Array.init) == [0, 0, 0, 0, 0, 64, 128, 128])
    }

    @Test(arguments: [(Fit.contain, 50.0, 25.0), (.cover, 100, 50), (.stretch, 50, 50)])
    func `a picture is fitted into a square`(fit: Fit, width: Double, height: Double) {
        let place = fit.place(
            Size(width: 200, height: 100), in: Rectangle(x: 10, y: 10, width: 50, height: 50))
        #expect(place.size == Size(width: width, height: height))
        #expect(place.midX == 35 && place.midY == 35)
    }

    @Test func `an element of a drawing is drawn alone, in the drawing's own place`() throws {
        let svg = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">
            <rect id="left" width="10" height="10" fill="#F00"/><rect id="right" x="10" width="10" height="10"/></svg>
            """
        let drawing = try VectorDrawing(data: Data(svg.utf8))
        #expect(drawing.size == Size(width: 20, height: 10))
        #expect(drawing.hasElement("left") && !drawing.hasElement("top"))
        let bitmap = Bitmap(width: 4, height: 2)
        try bitmap.paint { try $0.draw(drawing, elements: ["right", "top"], in: bitmap.bounds) }
        #expect(bitmap.withBytes { [$0[3], $0[7], $0[11], $0[15]] } == [0, 0, 255, 255])
    }

    @Test func `a drawing cannot read files`() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).png")
        try Samples.picture(width: 8, height: 8).encodePNG().write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let svg = """
            <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 8 8">
            <image width="8" height="8" xlink:href="\(file.absoluteString)"/></svg>
            """
        let drawing = try VectorDrawing(data: Data(svg.utf8))
        let bitmap = Bitmap(width: 8, height: 8)
        try bitmap.paint { try $0.draw(drawing, in: bitmap.bounds) }
        #expect(bitmap.withBytes { $0.allSatisfy { $0 == 0 } })
    }

    @Test(arguments: [("#F2A03D", 242), ("#fff", 255), ("#5BB8F080", 91)])
    func `colours are read as CSS writes them`(text: String, red: Int) throws {
        #expect(Int((try #require(Color(hex: text)).red * 255).rounded()) == red)
    }

    @Test(arguments: ["", "#", "F2A03D", "#12345", "#GGGGGG", "red"])
    func `what is no colour is none`(text: String) { #expect(Color(hex: text) == nil) }

    @Test(arguments: FilmFormat.Theme.allCases)
    func `text contrasts with its ground as WCAG asks`(theme: FilmFormat.Theme) {
        let drawer = SlideDrawerColors(theme)
        for (text, ground) in drawer.pairs { #expect(text.contrast(with: ground) >= 4.5) }
    }
}
