// SPDX-License-Identifier: Apache-2.0

/// A place on a bitmap, in pixels; y grows downwards.
package struct Point: Hashable, Sendable {
    package var x: Double
    package var y: Double

    package init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}

/// A width and a height in pixels.
package struct Size: Hashable, Sendable {
    package var width: Double
    package var height: Double

    package init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }
}

/// An upright rectangle in pixels; y grows downwards.
package struct Rectangle: Hashable, Sendable {
    package var x: Double
    package var y: Double
    package var width: Double
    package var height: Double

    package init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    package var maxX: Double { self.x + self.width }
    package var maxY: Double { self.y + self.height }
    package var midX: Double { self.x + self.width / 2 }
    package var midY: Double { self.y + self.height / 2 }
    package var origin: Point { Point(x: self.x, y: self.y) }
    package var size: Size { Size(width: self.width, height: self.height) }

    /// Smaller by `dx` on the left and right, by `dy` above and below; never of negative size.
    package func inset(by dx: Double, _ dy: Double) -> Rectangle {
        Rectangle(
            x: self.x + dx, y: self.y + dy, width: max(0, self.width - 2 * dx),
            height: max(0, self.height - 2 * dy))
    }

    package func offset(by dx: Double, _ dy: Double) -> Rectangle {
        Rectangle(x: self.x + dx, y: self.y + dy, width: self.width, height: self.height)
    }

    package func contains(_ other: Rectangle) -> Bool {
        other.x >= self.x && other.y >= self.y && other.maxX <= self.maxX && other.maxY <= self.maxY
    }
}

/// How a picture of one shape goes into a rectangle of another.
package enum Fit: Hashable, Sendable {
    /// All of the picture, centred, with room left over.
    case contain
    /// All of the rectangle, with the picture's edges cut off.
    case cover
    /// All of both; the picture is distorted.
    case stretch

    /// Where a picture of `size` goes; for `cover` this is larger than `rectangle`.
    package func place(_ size: Size, in rectangle: Rectangle) -> Rectangle {
        guard size.width > 0, size.height > 0 else { return rectangle }
        let horizontal = rectangle.width / size.width
        let vertical = rectangle.height / size.height
        let scale: Double
        switch self {
        case .stretch: return rectangle
        case .contain: scale = min(horizontal, vertical)
        case .cover: scale = max(horizontal, vertical)
        }
        let width = size.width * scale
        let height = size.height * scale
        return Rectangle(
            x: rectangle.midX - width / 2, y: rectangle.midY - height / 2, width: width, height: height)
    }
}
