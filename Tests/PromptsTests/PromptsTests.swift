import Testing

@testable import Prompts
