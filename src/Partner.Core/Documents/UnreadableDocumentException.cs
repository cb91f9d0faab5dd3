namespace Partner.Core.Documents;

/// <summary>A published version cannot be read: it was written for a later program, or is damaged.</summary>
/// <param name="document">The version.</param>
public sealed class UnreadableDocumentException(Document document) : InvalidOperationException(
    $"{document.FullVersion} is published, but this program cannot read it: install one that can.");
