import CSndfile

/// The version of libsndfile in use, as it names itself.
public func libsndfileVersion() -> String { String(cString: sf_version_string()) }
