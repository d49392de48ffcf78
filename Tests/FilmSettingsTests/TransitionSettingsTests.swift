// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmSettings
internal import Testing

@Suite struct `Choosing a transition` {
    /// Defect 16 of the reference system: `none` was refused for its duration of 0.
    @Test(arguments: ["{type: none, duration_frames: 0}", "{type: none}"]) func `none is a cut`(yaml: String)
        throws
    {
        let settings = try FilmSettings.load(yaml: "video: {transition: \(yaml)}", name: "config.yaml")
        #expect(settings.format.transition.kind == .cut && settings.warnings.isEmpty)
    }
}
