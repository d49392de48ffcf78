// SPDX-License-Identifier: Apache-2.0
internal import AudioStage
internal import FilmSettings
internal import ServiceMain
internal import ServiceSettings

@main
struct AudioService {
    static func main() async {
        await ServiceMain.run("audio-svc", routingKey: "audio", slots: 2) { settings, house in
            var engines = SpeechEngines()
            engines.voices = (settings.voices.map { [$0] } ?? []) + InstalledFiles.voices
            engines.voicevox = settings.voicevox
            return AudioHandler(house: house, engines: engines)
        }
    }
}
