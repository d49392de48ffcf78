// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// JSON schemas of our own values, read off what each asks a decoder for: no member can be described and not be there.
final class SchemaBook {
    /// Those that others refer to, by their types' names.
    private(set) var schemas: [String: JSON] = [:]

    /// Of a value as ``Foundation/JSONEncoder/ofReports`` writes it.
    func add(_ type: any Decodable.Type) -> JSON {
        guard let schema = try? self.read(type).schema else {
            preconditionFailure("\(type) holds what has no schema")
        }
        return schema
    }

    /// - Returns: The schema, and a value that stands for those it describes.
    fileprivate func read<Value: Decodable>(_ type: Value.Type) throws -> (schema: JSON, value: Value) {
        if let (schema, value) = try self.readPlain(type), let value = value as? Value {
            return (schema, value)
        }
        let sheet = Sheet(self)
        let value = try Value(from: sheet)
        guard !sheet.isDictionary else { return (["type": "object"], value) }
        let name = "\(type)"
        self.schemas[name] = sheet.schema
        return (.reference(name), value)
    }

    private func readPlain(_ type: any Decodable.Type) throws -> (JSON, Any)? {
        switch type {
        case is Bool.Type: (["type": "boolean"], false)
        case is Int.Type: (["type": "integer"], 0)
        case is Int64.Type: (["type": "integer"], Int64(0))
        case is Double.Type: (["type": "number"], 0.0)
        case is String.Type: (["type": "string"], "")
        case is Date.Type: (["type": "string", "format": "date-time"], Date.distantPast)
        case is Data.Type: (["type": "string", "contentEncoding": "base64"], Data())
        case let type as any (CaseIterable & RawRepresentable).Type: Self.choice(type)
        case let type as any SchemaList.Type:
            (["type": "array", "items": try type.items(in: self)], type.empty)
        default: nil
        }
    }

    private static func choice<Value: CaseIterable & RawRepresentable>(_ type: Value.Type) -> (JSON, Any)? {
        guard let first = type.allCases.first else { return nil }
        return (["enum": .list(type.allCases.map { JSON("\($0.rawValue)") })], first)
    }
}

private protocol SchemaList {
    static func items(in book: SchemaBook) throws -> JSON
    static var empty: Self { get }
}

extension Array: SchemaList where Element: Decodable {
    fileprivate static func items(in book: SchemaBook) throws -> JSON { try book.read(Element.self).schema }
    fileprivate static var empty: [Element] { [] }
}

/// What one object asks for.
private final class Sheet: Decoder {
    let book: SchemaBook
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]
    var members: [String: JSON] = [:]
    var optional: Set<String> = []
    /// It asked which members there are.
    var isDictionary = false

    init(_ book: SchemaBook) { self.book = book }

    var schema: JSON {
        .record(
            self.members.filter { !self.optional.contains($0.key) },
            optional: self.members.filter { self.optional.contains($0.key) })
    }

    func container<Key>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(Members(sheet: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw self.unknown }
    func singleValueContainer() throws -> any SingleValueDecodingContainer { throw self.unknown }

    var unknown: DecodingError { .dataCorrupted(.init(codingPath: [], debugDescription: "no object")) }
}

private struct Members<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let sheet: Sheet

    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] {
        self.sheet.isDictionary = true
        return []
    }

    /// Asked of what may be absent alone.
    func contains(_ key: Key) -> Bool {
        self.sheet.optional.insert(Self.name(key))
        return true
    }

    func decodeNil(forKey key: Key) -> Bool { false }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        let (schema, value) = try self.sheet.book.read(type)
        self.sheet.members[Self.name(key)] = schema
        return value
    }

    /// As JSONEncoder's convertToSnakeCase has it.
    private static func name(_ key: Key) -> String {
        key.stringValue.replacing(#/([a-z0-9])([A-Z])/#) { "\($0.1)_\($0.2)" }.lowercased()
    }

    func nestedContainer<Nested>(keyedBy type: Nested.Type, forKey key: Key) throws
        -> KeyedDecodingContainer<Nested>
    {
        throw self.sheet.unknown
    }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        throw self.sheet.unknown
    }
    func superDecoder() throws -> any Decoder { throw self.sheet.unknown }
    func superDecoder(forKey key: Key) throws -> any Decoder { throw self.sheet.unknown }
}
