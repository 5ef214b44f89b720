import Glibc

extension AudioFileError {
    /// The failure of a file that could not be opened or read, from the system's `number` (an `errno`).
    static func input(_ file: String, errno number: Int32, reading: Bool = false) -> AudioFileError {
        let reason = String(cString: strerror(number))
        switch number {
        case ENOENT, ENOTDIR:
            return AudioFileError(.missing, file, wrong: "there is no such file", remedy: "check the name")
        case EACCES, EPERM:
            return AudioFileError(
                .permissionDenied, file, wrong: "this user may not read the file", remedy: "change its permissions")
        case EISDIR:
            return AudioFileError(.directory, file, wrong: "this is a folder", remedy: "name a sound file in it")
        case ENOSPC, EDQUOT:
            return AudioFileError(
                .diskFull, file, wrong: "the temporary folder is full (\(reason))",
                remedy: "free space there, or name another folder in TMPDIR")
        default:
            return AudioFileError(
                reading ? .readFailed : .cannotOpen, file,
                wrong: "it can't be \(reading ? "read" : "opened") (\(reason))", remedy: giveSound)
        }
    }

    /// How an output is called in a sentence.
    static func outputName(_ file: String) -> String { file == "-" ? "standard output" : file }

    /// The failure of a file that could not be made or written, from the system's `number` (an `errno`).
    static func output(_ file: String, errno number: Int32) -> AudioFileError {
        let reason = String(cString: strerror(number))
        let name = outputName(file)
        switch number {
        case ENOSPC, EDQUOT, EFBIG:
            return AudioFileError(
                .diskFull, name, wrong: "no space is left to write it (\(reason))",
                remedy: "free space, or name another folder")
        case ENOENT, ENOTDIR:
            return AudioFileError(
                .missing, name, wrong: "its folder does not exist", remedy: "make the folder first, or check the name")
        case EACCES, EPERM, EROFS:
            return AudioFileError(
                .permissionDenied, name, wrong: "this user may not write it (\(reason))",
                remedy: "change the permissions, or name another folder")
        case EISDIR:
            return AudioFileError(.directory, name, wrong: "this is a folder", remedy: "name a file in it")
        default:
            return AudioFileError(
                .cannotWrite, name, wrong: "it can't be written (\(reason))", remedy: "name another file")
        }
    }
}
