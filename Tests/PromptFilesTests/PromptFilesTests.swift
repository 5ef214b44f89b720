import Testing

@testable import PromptFiles
