// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmSettings

/// A film of seconds, from a script and without a network.
enum SmallFilm {
    /// - Parameter number: Sets films apart: what they say and how they move.
    static func request(_ number: Int) -> FilmRequest {
        var request = FilmRequest(source: .script(name: "\(number).yaml", yaml: Self.script(number)))
        request.size = FrameSize(width: 320, height: 180)
        request.framesPerSecond = 10
        request.seed = UInt64(number)
        return request
    }

    private static func script(_ number: Int) -> String {
        """
        title: 待ち行列の話 \(number)
        description: 壊れても終わる仕事の話。
        language: ja
        sections:
        - title: はじめに
          narrations:
          - text: これは\(number)番の短い動画です。
          slide: {kind: title, title: 待ち行列の話 \(number), subtitle: 途中で何が起きても}
        - title: しくみ
          narrations:
          - text: 仕事は一つずつ、最後まで運ばれます。
          - text: 途中で倒れても、誰かが続けます。
          slide: {kind: points, heading: しくみ, items: [仕事は表にある, 知らせは何度でも届く]}
        - title: まとめ
          narrations:
          - text: だから何も失われません。
          slide: {kind: closing, heading: まとめ, items: [何も失われない]}
        """
    }
}
