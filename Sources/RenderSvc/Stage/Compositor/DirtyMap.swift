// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// Which macroblocks of a frame differ from the frame before: drawn anew here, marked constant for the encoder there.
struct DirtyMap {
    static let side = 16

    let frame: FrameSize
    let columns: Int
    let rows: Int
    /// One byte a macroblock, row by row: 1 where nothing changed, as the encoder wants it.
    private(set) var isConstant: [UInt8]

    init(frame: FrameSize) {
        self.frame = frame
        self.columns = (frame.width + Self.side - 1) / Self.side
        self.rows = (frame.height + Self.side - 1) / Self.side
        self.isConstant = [UInt8](repeating: 1, count: self.columns * self.rows)
    }

    mutating func clear() {
        for index in self.isConstant.indices { self.isConstant[index] = 1 }
    }

    mutating func markAll() {
        for index in self.isConstant.indices { self.isConstant[index] = 0 }
    }

    mutating func mark(_ rectangle: PixelRectangle) {
        let area = rectangle.intersection(
            PixelRectangle(x: 0, y: 0, width: self.frame.width, height: self.frame.height))
        guard !area.isEmpty else { return }
        for row in area.y / Self.side...(area.maxY - 1) / Self.side {
            for column in area.x / Self.side...(area.maxX - 1) / Self.side {
                self.isConstant[row * self.columns + column] = 0
            }
        }
    }

    /// Marks what a sprite covers, not the clear corners of its rectangle.
    mutating func mark(_ sprite: Sprite, x: Int, y: Int) {
        for (pair, span) in sprite.spans.enumerated() where !span.isEmpty {
            self.mark(PixelRectangle(x: x + span.lowerBound, y: y + pair * 2, width: span.count, height: 2))
        }
    }

    /// Calls `body` with rectangles that cover every marked macroblock once, cut to the frame.
    func forEachDirtyRectangle(_ body: (PixelRectangle) -> Void) {
        for row in 0..<self.rows {
            let y = row * Self.side
            let height = min(Self.side, self.frame.height - y)
            var column = 0
            while column < self.columns {
                guard self.isConstant[row * self.columns + column] == 0 else {
                    column += 1
                    continue
                }
                let first = column
                while column < self.columns, self.isConstant[row * self.columns + column] == 0 { column += 1 }
                let x = first * Self.side
                let width = min(column * Self.side, self.frame.width) - x
                body(PixelRectangle(x: x, y: y, width: width, height: height))
            }
        }
    }
}
