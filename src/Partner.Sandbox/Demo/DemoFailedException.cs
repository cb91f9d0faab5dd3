namespace Partner.Sandbox.Demo;

/// <summary>A step of the demo was not as told.</summary>
/// <param name="message">Which and how.</param>
internal sealed class DemoFailedException(string message) : Exception(message);
