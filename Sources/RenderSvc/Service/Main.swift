// SPDX-License-Identifier: Apache-2.0
internal import FilmSettings
internal import RenderStage
internal import ServiceMain
internal import ServiceSettings

@main
struct RenderService {
    static func main() async {
        // A segment keeps one core busy; a second service has the other.
        await ServiceMain.run("render-svc", routingKey: "render", slots: 1) { settings, house in
            RenderHandler(
                house: house, assets: AssetFolder(root: try InstalledFiles.assets(named: settings.assets)))
        }
    }
}
