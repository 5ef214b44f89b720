import CallCoverage
import CallPlan
import Foundation

/// The folder that skeletons are written into, one folder in it a kind of point.
struct SkeletonFolder {
    private let path: String

    init(_ path: String) { self.path = path }

    /// Writes a scenario to begin with for each of `points`. `plans` are the call plans that the run met, by their paths. A file
    /// that is there already is somebody's work, and stays as it is.
    func write(_ points: [CoveragePoint], plans: [String: Plan]) throws(Failure) {
        var kept = 0
        var names: Set<String> = []
        var walked: [SkeletonPlan]?
        do {
            for point in points {
                let folder = path + "/" + point.kind.rawValue
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                // Two names that differ in signs alone are two files.
                var name = SkeletonFolder.name(point)
                while !names.insert(point.kind.rawValue + name).inserted { name += "-" }
                let file = folder + "/" + name + ".yaml"
                if FileManager.default.fileExists(atPath: file) {
                    kept += 1
                    continue
                }
                // The folders of all kinds lie beside each other, so that a plan has one path.
                let isOfPlans = point.kind == .plans || point.kind == .endings
                if isOfPlans, walked == nil { walked = SkeletonFolder.plans(plans, seenFrom: folder) }
                try Data(CoverageSkeleton.yaml(for: point, plans: walked ?? []).utf8)
                    .write(to: URL(fileURLWithPath: file), options: .withoutOverwriting)
            }
        } catch { throw Failure.world("\(path): " + Output.reason(error)) }
        let left = kept == 0 ? "" : "; \(kept) more were there already, and are left as they were"
        Output.note("ivrpay: \(points.count - kept) scenarios to begin with are in \(path)" + left)
    }

    private static func name(_ point: CoveragePoint) -> String {
        String(point.name.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "-" })
    }

    /// The plans, their files as a scenario in `folder` names them.
    private static func plans(_ plans: [String: Plan], seenFrom folder: String) -> [SkeletonPlan] {
        plans.sorted { $0.key < $1.key }.map { SkeletonPlan($0.value, path: way(from: folder, to: $0.key)) }
    }

    /// From a folder to a file, both seen from the folder of this process: by the folders that they have in common; by the
    /// file's whole path where links make that another file.
    private static func way(from folder: String, to file: String) -> String {
        let place = URL(fileURLWithPath: folder).resolvingSymlinksInPath().pathComponents
        let goal = URL(fileURLWithPath: file).standardizedFileURL.pathComponents
        let common = zip(place, goal).prefix { $0 == $1 }.count
        let way = Array(repeating: "..", count: place.count - common) + goal[common...]
        let joined = way.joined(separator: "/")
        let isThere = FileManager.default.fileExists(atPath: folder + "/" + joined)
        return common > 1 && isThere ? joined : URL(fileURLWithPath: file).resolvingSymlinksInPath().path
    }
}
